package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Streams makes of a {@link WriteBehindStore}; the driver commits after each record. */
class OnceACommitTest {
  private static final Bytes WORD = Bytes.wrap("word".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;

  /** Keeps each letter of what comes, one after the other, under one key. */
  private static final class Spelling implements Processor<String, String, Void, Void> {
    private KeyValueStore<Bytes, byte[]> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore("words");
    }

    @Override
    public void process(Record<String, String> record) {
      for (String letter : record.value().split("")) {
        store.put(WORD, letter.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void aCommitWritesEachKeyOnceAndWhatItWasLast() {
    Topology topology =
        new Topology()
            .addSource("in", new StringDeserializer(), new StringDeserializer(), "in")
            .addProcessor("spelling", Spelling::new, "in")
            .addStateStore(WriteBehindStore.builder("words"), "spelling");
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "once");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
      var in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
      var changelog =
          driver.createOutputTopic(
              "once-words-changelog", new StringDeserializer(), new StringDeserializer());

      in.pipeInput("key", "abc");
      in.pipeInput("key", "de");

      assertThat(changelog.readKeyValuesToList())
          .containsExactly(KeyValue.pair("word", "c"), KeyValue.pair("word", "e"));
      KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore("words");
      assertThat(store.get(WORD)).isEqualTo("e".getBytes(StandardCharsets.UTF_8));
    }
  }
}
