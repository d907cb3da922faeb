package io.bedrockmeter.standalone.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes bytes on between whoever connects and a port of this machine. While it is cut nothing passes and nobody is told:
 * connections stay open, as with a network that drops packets.
 */
final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private boolean cut;
    private volatile boolean closed;

    TcpProxy(int target) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        daemon("proxy " + port(), this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() {
        synchronized (lock) {
            cut = true;
        }
    }

    void heal() {
        synchronized (lock) {
            cut = false;
            lock.notifyAll();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = listener.accept();
                sockets.add(near);
                daemon("proxy " + port() + " connect", () -> connect(near));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        try {
            awaitHealed();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            daemon("proxy " + port() + " out", () -> pass(near, far));
            daemon("proxy " + port() + " in", () -> pass(far, near));
        } catch (IOException e) {
            close(near);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitHealed();
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // One end is gone: so is the connection.
        } finally {
            close(from);
            close(to);
        }
    }

    private void awaitHealed() {
        synchronized (lock) {
            while (cut && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        heal();
        for (Socket socket : Set.copyOf(sockets)) {
            close(socket);
        }
    }
}
