package io.bedrockmeter.runtime.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Lets this machine ask without a key, and nobody else. A request that a proxy forwarded comes from somebody else, and one
 * for a foreign host name comes from a web page that made that name point here (DNS rebinding).
 */
public final class LoopbackOnly implements AccessCheck {

    @Override
    public Access check(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        if (remote == null || remote.hostAddress() == null || !isLoopback(remote.hostAddress())) {
            return new Access.Forbidden("without API keys only this machine may ask");
        }
        if (request.headers().contains("Forwarded") || request.headers().contains("X-Forwarded-For")) {
            return new Access.Forbidden("without API keys requests through a proxy are refused");
        }
        HostAndPort authority = request.authority();
        if (authority == null || !namesThisMachine(authority.host())) {
            return new Access.Forbidden("without API keys only localhost or a loopback address may be asked");
        }
        return new Access.Allowed("local");
    }

    private static boolean namesThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || isLoopback(name);
    }

    /** Of an address in digits; names are never looked up. */
    private static boolean isLoopback(String address) {
        String digits = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':')) {
            return false;
        }
        if (digits.indexOf(':') < 0 && !digits.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return false;
        }
        try {
            return InetAddress.getByName(digits).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
