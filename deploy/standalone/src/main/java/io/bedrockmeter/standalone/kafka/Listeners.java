package io.bedrockmeter.standalone.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's and the controller's sockets, bound to the loopback interface before anything else happens: a port that
 * is taken shows at once, and no port chosen by the system can be lost to another process.
 */
final class Listeners implements ServerSocketFactory, AutoCloseable {

    static final String BROKER = "BROKER";
    static final String CONTROLLER = "CONTROLLER";
    static final String HOST = "127.0.0.1";

    private final ServerSocketChannel broker;
    private final ServerSocketChannel controller;

    private Listeners(ServerSocketChannel broker, ServerSocketChannel controller) {
        this.broker = broker;
        this.controller = controller;
    }

    /**
     * @param brokerPort port of the broker, 0 for any free one
     * @throws StartupException when the port is taken
     */
    static Listeners bind(int brokerPort) {
        ServerSocketChannel broker = listen(brokerPort);
        try {
            return new Listeners(broker, listen(0));
        } catch (StartupException e) {
            close(broker);
            throw e;
        }
    }

    private static ServerSocketChannel listen(int port) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.configureBlocking(false);
                return channel.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (BindException e) {
            throw new StartupException(
                    "port " + port + " on " + HOST
                            + " is taken, so the embedded Kafka broker cannot listen there; stop the other process or"
                            + " choose another port with --kafka-port (0 for any free one)",
                    e);
        } catch (IOException e) {
            throw new StartupException("cannot listen on " + HOST + ":" + port + ": " + e.getMessage(), e);
        }
    }

    int brokerPort() {
        return port(broker);
    }

    int controllerPort() {
        return port(controller);
    }

    private static int port(ServerSocketChannel channel) {
        return channel.socket().getLocalPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBuffer) {
        return listener.equals(CONTROLLER) ? controller : broker;
    }

    @Override
    public void close() {
        close(broker);
        close(controller);
    }

    private static void close(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
