package io.bedrockmeter.metering.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBackTest {

    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("any").get();

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 1_000})
    void it_reads_like_a_map_and_after_a_flush_the_store_holds_the_same(int kept) {
        Random random = new Random(Long.getLong("tests.seed", 1) + kept);
        WriteBack written = new WriteBack(store, kept);
        Map<Bytes, Integer> expected = new HashMap<>();

        for (int i = 0; i < 50_000; i++) {
            Bytes key = Bytes.wrap(new byte[] {(byte) random.nextInt(20)});
            switch (random.nextInt(10)) {
                case 0 -> {
                    List<Bytes> told = new ArrayList<>();
                    int waiting = written.size();
                    written.flush((each, value) -> told.add(each));
                    assertThat(told).hasSize(waiting).doesNotHaveDuplicates();
                    assertThat(content()).isEqualTo(expected);
                }
                case 1 -> {
                    written.delete(key);
                    expected.remove(key);
                }
                case 2, 3, 4 -> {
                    byte value = (byte) random.nextInt(100);
                    written.put(key, new byte[] {value});
                    expected.put(key, (int) value);
                }
                case 5, 6, 7 -> {
                    byte[] value = written.change(key);
                    assertThat(value != null).isEqualTo(expected.containsKey(key));
                    if (value != null) {
                        value[0] = (byte) random.nextInt(100);
                        expected.put(key, (int) value[0]);
                    }
                }
                default -> {
                    byte[] value = written.get(key);
                    assertThat(value == null ? null : (int) value[0]).isEqualTo(expected.get(key));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void a_change_that_is_not_flushed_leaves_the_store_as_it_was(int kept) {
        WriteBack written = new WriteBack(store, kept);
        Bytes key = Bytes.wrap(new byte[] {1});
        written.put(key, new byte[] {1});
        written.flush();

        byte[] own = written.change(key);

        assertThat(own).containsExactly(1);
        own[0] = 2;
        assertThat(store.get(key)).containsExactly(1);
    }

    private Map<Bytes, Integer> content() {
        Map<Bytes, Integer> content = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> each = all.next();
                content.put(each.key, (int) each.value[0]);
            }
        }
        return content;
    }
}
