package io.bedrockmeter.bench.process;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/** The process that started this one. It says on this one's standard input, with a byte, that it has read what was told. */
public final class Parent {

    private final Semaphore noted = new Semaphore(0);

    private Parent() {}

    /** Ends this process when the one that started it is gone, however it ended. */
    public static Parent watch() {
        Parent parent = new Parent();
        Thread thread = new Thread(parent::read, "parent-watch");
        thread.setDaemon(true);
        thread.start();
        return parent;
    }

    /** Waits until the parent has noted what was told last. */
    public void awaitNoted() throws InterruptedException {
        noted.acquire();
    }

    private void read() {
        try {
            while (System.in.read() >= 0) {
                noted.release();
            }
        } catch (IOException e) {
            // The pipe is broken: the parent is gone as well.
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }
}
