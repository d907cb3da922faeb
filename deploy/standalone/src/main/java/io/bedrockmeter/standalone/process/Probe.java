package io.bedrockmeter.standalone.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks a process of this machine for its health, as the health check of the container image. A program of its own that loads
 * next to nothing: it runs every half minute.
 */
public final class Probe {

    private static final int PATIENCE_MS = 5_000;
    private static final int LONGEST_ANSWER = 4_096;

    private Probe() {}

    /** Takes the path and the port; ends with 0 when the answer is 200, else with 1 and the reason on standard error. */
    public static void main(String[] args) {
        Optional<String> problem = args.length == 2
                ? problem(args[0], args[1])
                : Optional.of("expected a path and a port, for example /livez 9464");
        problem.ifPresent(text -> print(System.err, text));
        System.exit(problem.isEmpty() ? ExitCode.OK : ExitCode.FAILURE);
    }

    /** What is wrong, empty when the answer is 200. */
    static Optional<String> problem(String path, String port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), PATIENCE_MS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), LONGEST_ANSWER);
            String status = answer.readLine();
            return status != null && status.startsWith("HTTP/1.1 200 ")
                    ? Optional.empty()
                    : Optional.of(path + " on port " + port + " answers " + status);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("no answer to " + path + " on port " + port + ": " + e.getMessage());
        }
    }

    private static void print(PrintStream to, String text) {
        to.println("healthy: " + text);
    }
}
