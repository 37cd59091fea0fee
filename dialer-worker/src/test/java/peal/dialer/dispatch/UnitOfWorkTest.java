package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.service.streams.PendingStore;
import peal.service.streams.UnitOfWork;

/** On a store as a task has it. */
class UnitOfWorkTest {
  private static final String STORE = "words";

  private final UnitOfWork work = new UnitOfWork();
  private TopologyTestDriver driver;
  private KeyValueStore<String, byte[]> store;
  private PendingStore<String, String> words;

  private static final class Nothing implements Processor<Object, Object, Object, Object> {
    @Override
    public void process(Record<Object, Object> record) {}
  }

  @BeforeEach
  void start(@TempDir Path folder) {
    Topology topology =
        new Topology()
            .addSource("in", new StringDeserializer(), new StringDeserializer(), "in")
            .addProcessor("none", Nothing::new, "in")
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray()),
                "none");
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "unit-of-work");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver = new TopologyTestDriver(topology, settings);
    store = driver.getKeyValueStore(STORE);
    words = work.over(store, Serdes.String());
    List.of("b", "d").forEach(key -> words.put(key, "old " + key));
    work.commit();
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void rulesSeeWhatTheyWroteAndTheStoreWhatWasDecided() {
    words.put("a", "new");
    words.put("b", "newer");
    words.delete("d");

    assertThat(words.get("a")).contains("new");
    assertThat(words.get("b")).contains("newer");
    assertThat(words.get("d")).isEmpty();
    assertThat(store.get("a")).isNull();
    assertThat(store.get("d")).isNotNull();

    work.commit();

    assertThat(store.get("a")).isEqualTo("new".getBytes());
    assertThat(store.get("d")).isNull();
  }

  @Test
  void whatIsTakenBackWasNeverThere() {
    words.put("a", "new");
    words.delete("b");

    work.rollback();
    work.commit();

    assertThat(words.get("a")).isEmpty();
    assertThat(words.get("b")).contains("old b");
  }

  @Test
  void theFirstIsTheFirstOfBoth() {
    assertThat(words.first("a", "z")).contains(KeyValue.pair("b", "old b"));
    words.put("a", "new");
    assertThat(words.first("a", "z")).contains(KeyValue.pair("a", "new"));
    assertThat(words.first("b", "z")).contains(KeyValue.pair("b", "old b"));
    words.delete("a");
    words.delete("b");
    assertThat(words.first("a", "z")).contains(KeyValue.pair("d", "old d"));
    words.put("c", "new");
    assertThat(words.first("a", "z")).contains(KeyValue.pair("c", "new"));
    assertThat(words.first("e", "z")).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforeAnythingIs() {
    Serde<String> refusing =
        Serdes.serdeFrom(
            (topic, value) -> {
              throw new IllegalStateException("cannot be written");
            },
            (topic, bytes) -> "");
    PendingStore<String, String> strict = work.over(store, refusing);
    words.put("a", "new");

    assertThatThrownBy(() -> strict.put("b", "x")).isInstanceOf(IllegalStateException.class);
    work.rollback();
    work.commit();

    assertThat(store.get("a")).isNull();
  }
}
