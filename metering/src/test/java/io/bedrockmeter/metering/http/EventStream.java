package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of server-sent events on a plain socket, which reads only when told to. */
final class EventStream implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;
    private static final int MOST_HEARTBEATS = 100;

    private final Socket socket;
    private final BufferedReader in;

    /** One event. */
    record Message(String event, String id, JsonNode json) {}

    private EventStream(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static EventStream open(Explorer explorer, String lastEventId, String... namesAndValues) throws IOException {
        URI uri = explorer.uri("/v1/usage/stream", namesAndValues);
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", explorer.port()));
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String lastId = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        // HTTP/1.0 has no chunks, so what is read is the stream itself.
        socket.getOutputStream()
                .write(("GET " + uri.getRawPath() + query + " HTTP/1.0\r\nHost: localhost\r\n" + lastId + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        EventStream stream = new EventStream(socket);
        String status = stream.line();
        if (!status.contains(" 200 ")) {
            throw new AssertionError(status);
        }
        while (!stream.line().isEmpty()) {
            continue;
        }
        return stream;
    }

    Message next() throws IOException {
        String event = "";
        String id = "";
        int heartbeats = 0;
        for (String line = line(); ; line = line()) {
            if (line.startsWith(":") && ++heartbeats > MOST_HEARTBEATS) {
                throw new AssertionError("no event came between " + heartbeats + " heartbeats");
            }
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                return new Message(event, id, Explorer.json(line.substring(6)));
            }
        }
    }

    String awaitComment() throws IOException {
        String line = line();
        while (!line.startsWith(":")) {
            line = line();
        }
        return line;
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the stream ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
