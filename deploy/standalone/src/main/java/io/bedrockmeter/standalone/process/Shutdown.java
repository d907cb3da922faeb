package io.bedrockmeter.standalone.process;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens on Ctrl-C and SIGTERM: the parts are closed in order, within a limit. A second Ctrl-C ends the process on
 * the spot.
 */
public final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int INTERRUPTED = 130;

    private Shutdown() {}

    /** Closes {@code lifecycle} when the process is told to end. */
    public static void closeOnExit(Lifecycle lifecycle, Console console) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(lifecycle, console), "shutdown"));
    }

    private static void stop(Lifecycle lifecycle, Console console) {
        if (lifecycle.hasEnded()) {
            lifecycle.close();
            return;
        }
        haltOnInterrupt();
        console.progress("stopping (Ctrl-C again to stop at once)");
        Thread watchdog = new Thread(() -> haltAfterLimit(console), "shutdown-limit");
        watchdog.setDaemon(true);
        watchdog.start();
        lifecycle.close();
    }

    private static void haltAfterLimit(Console console) {
        try {
            Thread.sleep(LIMIT.toMillis());
        } catch (InterruptedException e) {
            return;
        }
        console.warn("not stopped within " + LIMIT.toSeconds() + " s, giving up; nothing acknowledged is lost");
        Runtime.getRuntime().halt(ExitCode.FAILURE);
    }

    /**
     * While the process ends the JVM ignores further signals, so this needs a handler of our own; by reflection, because
     * the compiler does not know {@code sun.misc.Signal} as supported API, although it is (JEP 260).
     */
    private static void haltOnInterrupt() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object halting = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        Runtime.getRuntime().halt(INTERRUPTED);
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance("INT"), halting);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.atDebug().setCause(e).log("no handler for a second interrupt on this platform");
        }
    }
}
