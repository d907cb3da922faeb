package io.bedrockmeter.metering.attribution;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.TagEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Everything that tag events have said about one request, merged. Merging is commutative, associative and idempotent, so
 * events may arrive in any order and any number of times: of two claims about the same thing by senders of the same
 * standing the later one holds, and of two made at the same time the greater text. Immutable.
 */
public final class Claims {

    /** No event has said anything. */
    public static final Claims NONE = new Claims(Collections.emptySortedMap());

    /** Claims kept per request; further ones are ignored. */
    static final int MAX_CLAIMS = 200;

    private static final String TAG = "tag:";
    private static final String PROJECT = "project";
    private static final String PROFILE = "profile";
    private static final String TIER = "tier";
    private static final String CACHE_1H = "cacheWrite1hTokens";
    private static final byte[] CACHE_1H_BYTES = CACHE_1H.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {0};

    private final Map<Subject, Claim> claims;

    private Claims(Map<Subject, Claim> claims) {
        this.claims = claims;
    }

    private record Subject(boolean authenticated, String what) implements Comparable<Subject> {
        @Override
        public int compareTo(Subject other) {
            int byStanding = Boolean.compare(other.authenticated, authenticated);
            return byStanding != 0 ? byStanding : what.compareTo(other.what);
        }
    }

    private record Claim(String value, long timeMs) {
        boolean yieldsTo(Claim other) {
            return timeMs != other.timeMs ? timeMs < other.timeMs : value.compareTo(other.value) < 0;
        }
    }

    public boolean isEmpty() {
        return claims.isEmpty();
    }

    /** These claims and the event's. */
    public Claims plus(TagEvent event) {
        TreeMap<Subject, Claim> merged = new TreeMap<>(claims);
        long timeMs = event.time().toEpochMilli();
        boolean authenticated = event.authenticated();
        event.tags().forEach((key, value) -> put(merged, new Subject(authenticated, TAG + key), value, timeMs));
        put(merged, new Subject(authenticated, PROJECT), event.projectId(), timeMs);
        put(merged, new Subject(authenticated, PROFILE), event.profileArn(), timeMs);
        put(merged, new Subject(authenticated, TIER), event.serviceTier(), timeMs);
        if (event.cacheWrite1hTokens() >= 0) {
            put(merged, new Subject(authenticated, CACHE_1H), Long.toString(event.cacheWrite1hTokens()), timeMs);
        }
        return new Claims(Collections.unmodifiableSortedMap(merged));
    }

    /** Tags said by senders of the given standing, by the key as sent; in key order. */
    public Map<String, String> tags(boolean authenticated) {
        Map<String, String> tags = new TreeMap<>();
        claims.forEach((subject, claim) -> {
            if (subject.authenticated == authenticated && subject.what.startsWith(TAG)) {
                tags.put(subject.what.substring(TAG.length()), claim.value);
            }
        });
        return tags;
    }

    /** The project, said by an authenticated sender. */
    public Optional<String> projectId() {
        return trusted(PROJECT);
    }

    /** The application inference profile, said by an authenticated sender. */
    public Optional<String> profileArn() {
        return trusted(PROFILE);
    }

    /** The service tier, said by an authenticated sender. */
    public Optional<String> serviceTier() {
        return trusted(TIER);
    }

    /** Cache-write tokens that live one hour, said by an authenticated sender. */
    public OptionalLong cacheWrite1hTokens() {
        return trusted(CACHE_1H).map(Long::parseLong).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Compact bytes for a state store. */
    public void write(AvroWriter out) {
        out.writeInt(claims.size());
        claims.forEach((subject, claim) -> {
            out.writeBoolean(subject.authenticated);
            out.writeString(subject.what);
            out.writeString(claim.value);
            out.writeLong(claim.timeMs);
        });
    }

    /** The bytes that {@link #write} writes of these. */
    public byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        write(out);
        return out.toBytes();
    }

    /** Writes what decides about tags, project, profile and tier of claims as {@link #write} wrote them: all but the times. */
    public static void writeSaid(AvroWriter out, byte[] claims) {
        AvroReader in = new AvroReader(claims, 0, claims.length);
        for (int count = in.readInt(); count > 0; count--) {
            int from = in.position();
            in.readBoolean();
            boolean decides = in.skipString() != CACHE_1H.length() || !isCacheWrite1h(claims, in.position());
            in.skipString();
            if (decides) {
                out.writeFixed(claims, from, in.position() - from);
            }
            in.readLong();
        }
    }

    private static boolean isCacheWrite1h(byte[] claims, int end) {
        return Arrays.equals(claims, end - CACHE_1H_BYTES.length, end, CACHE_1H_BYTES, 0, CACHE_1H_BYTES.length);
    }

    /** {@link #cacheWrite1hTokens()} of claims as {@link #write} wrote them. */
    public static OptionalLong cacheWrite1hTokens(byte[] claims) {
        return claims.length == NOTHING.length
                ? OptionalLong.empty()
                : read(claims).cacheWrite1hTokens();
    }

    /** Steps over what {@link #write} wrote. */
    public static void skip(AvroReader in) {
        for (int count = in.readInt(); count > 0; count--) {
            in.readBoolean();
            in.skipString();
            in.skipString();
            in.readLong();
        }
    }

    /** Reads what {@link #toBytes} gave. */
    public static Claims read(byte[] claims) {
        return read(new AvroReader(claims, 0, claims.length));
    }

    /** Reads what {@link #write} wrote. */
    public static Claims read(AvroReader in) {
        int count = in.readInt();
        if (count == 0) {
            return NONE;
        }
        TreeMap<Subject, Claim> claims = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            claims.put(new Subject(in.readBoolean(), in.readString()), new Claim(in.readString(), in.readLong()));
        }
        return new Claims(Collections.unmodifiableSortedMap(claims));
    }

    private Optional<String> trusted(String what) {
        Claim claim = claims.get(new Subject(true, what));
        return claim == null ? Optional.empty() : Optional.of(claim.value);
    }

    private static void put(Map<Subject, Claim> claims, Subject subject, String value, long timeMs) {
        if (value.isEmpty()) {
            return;
        }
        Claim claim = new Claim(value, timeMs);
        Claim known = claims.get(subject);
        if (known == null ? claims.size() < MAX_CLAIMS : known.yieldsTo(claim)) {
            claims.put(subject, claim);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Claims that && claims.equals(that.claims);
    }

    @Override
    public int hashCode() {
        return claims.hashCode();
    }

    @Override
    public String toString() {
        return claims.toString();
    }
}
