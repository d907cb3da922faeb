package io.bedrockmeter.bench.process;

import java.io.IOException;

/** The process that started this one. */
public final class Parent {

    private Parent() {}

    /** Ends this process when the one that started it is gone, however it ended. */
    public static void watch() {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            Thread.onSpinWait();
                        }
                    } catch (IOException e) {
                        // The pipe is broken: the parent is gone as well.
                        Runtime.getRuntime().halt(1);
                    }
                    Runtime.getRuntime().halt(0);
                },
                "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }
}
