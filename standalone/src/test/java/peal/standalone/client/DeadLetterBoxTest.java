package peal.standalone.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.service.kafka.DeadLetters;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.standalone.Peal;
import peal.standalone.client.DeadLetterBox.Item;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Tap;
import peal.topics.DeadLetter;
import peal.topics.TopicProvision;
import peal.topics.Topics;
import peal.topics.Unreadable;
import peal.topics.UnreadableRecord;

@ExtendWith(KafkaFixture.class)
@Timeout(600)
class DeadLetterBoxTest {
  private final Topics topics = new Topics(2);
  private KafkaFixture kafka;
  private KafkaClients clients;
  private DeadLetterBox box;

  @BeforeEach
  void start(KafkaFixture fixture) {
    kafka = fixture;
    kafka.wipe();
    clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, Duration.ofSeconds(120));
    box = new DeadLetterBox(clients);
  }

  @AfterEach
  void stop() {
    box.close();
  }

  /** A record on partition 1 of call-events that two readers put aside; returns the original. */
  private ConsumerRecord<byte[], byte[]> givenOneThatTwoReadersPutAside(byte[] value) {
    try (KafkaProducer<byte[], byte[]> producer = clients.rawProducer("poisoner");
        Tap<?> tap = new Tap<>(kafka, topics.callEvents());
        DeadLetters one =
            new DeadLetters(clients, "call-events", "peal-dispatch", new SimpleMeterRegistry());
        DeadLetters two =
            new DeadLetters(clients, "call-events", "peal-projector", new SimpleMeterRegistry())) {
      producer.send(
          new ProducerRecord<>(
              topics.callEvents().name(),
              1,
              null,
              "ws/0".getBytes(UTF_8),
              value,
              List.of(new RecordHeader("trace", "t-1".getBytes(UTF_8)))));
      producer.flush();
      await().atMost(Duration.ofSeconds(120)).until(() -> !tap.records().isEmpty());
      ConsumerRecord<byte[], byte[]> record = tap.records().getLast();
      one.put(record, new UnreadableRecord(Unreadable.NEWER_VERSION, "Ended has version 9"));
      two.put(record, new UnreadableRecord(Unreadable.NEWER_VERSION, "Ended has version 9"));
      return record;
    }
  }

  @Test
  void copiesOfOneRecordAreListedOnce() {
    ConsumerRecord<byte[], byte[]> original = givenOneThatTwoReadersPutAside("v9".getBytes(UTF_8));

    List<Item> items = box.list();

    assertThat(items).hasSize(1);
    Item item = items.getFirst();
    assertThat(item.readers()).containsExactly("peal-dispatch", "peal-projector");
    assertThat(item.replayed()).isNull();
    assertThat(item.bytes()).isEqualTo(2);
    assertThat(item.letter().offset()).isEqualTo(original.offset());
    assertThat(item.letter().partition()).isEqualTo(1);
    assertThat(item.letter().why()).isEqualTo(Unreadable.NEWER_VERSION);
  }

  @Test
  void aReplayIsTheSameRecordAgainAndIsRemembered() {
    givenOneThatTwoReadersPutAside("v9".getBytes(UTF_8));
    long id = box.list().getFirst().id();

    long offset = box.replay(id);

    try (Tap<?> tap = new Tap<>(kafka, topics.callEvents())) {
      await().atMost(Duration.ofSeconds(120)).until(() -> tap.records().size() == 2);
      ConsumerRecord<byte[], byte[]> again = tap.records().getLast();
      assertThat(again.offset()).isEqualTo(offset);
      assertThat(again.partition()).isEqualTo(1);
      assertThat(new String(again.key(), UTF_8)).isEqualTo("ws/0");
      assertThat(new String(again.value(), UTF_8)).isEqualTo("v9");
      assertThat(again.headers()).hasSize(1);
      assertThat(new String(again.headers().lastHeader("trace").value(), UTF_8)).isEqualTo("t-1");
    }
    assertThat(box.list().getFirst().replayed()).isNotNull();
  }

  @Test
  void aValueThatIsLargerThanATopicTakesIsKeptWhole() {
    byte[] large = new byte[Topics.LARGEST_INPUT - 1_000];
    givenOneThatTwoReadersPutAside(large);

    DeadLetter letter = box.get(box.list().getFirst().id());

    assertThat(letter.value()).isEqualTo(large);
    assertThat(letter.whole()).isTrue();
  }

  @Test
  void whatIsNotThereIsRefusedInWords() {
    assertThatThrownBy(() -> box.get(7))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("dead-letters list");
  }

  @Test
  void theCommandListsShowsAndReplays() {
    givenOneThatTwoReadersPutAside("{\"secret\":1}".getBytes(UTF_8));
    long id = box.list().getFirst().id();

    assertThat(peal(0, "list")).contains("newer_version", "call-events-1@0");
    assertThat(peal(0, "show", Long.toString(id)))
        .contains("peal-", "Ended has version 9", "header trace", "ws/0")
        .doesNotContain("secret");
    assertThat(peal(0, "show", "--value", Long.toString(id))).contains("{\"secret\":1}");
    assertThat(peal(0, "replay", "--all", "--reason", "broken")).contains("0 of 0 replayed");
    assertThat(peal(0, "replay", "--all")).contains("1 of 1 replayed");
    assertThat(peal(0, "list")).contains("There are no dead letters that wait.");
    assertThat(peal(0, "list", "--all")).contains("(replayed)");
    assertThat(peal(1, "show", "99")).contains("there is no dead letter 99");
    assertThat(peal(2, "replay")).contains("Name dead letters by their ids, or --all");
    assertThat(peal(2, "list", "--reason", "nonsense")).contains("no reason 'nonsense'");
  }

  private String peal(int code, String action, String... more) {
    StringWriter said = new StringWriter();
    List<String> arguments = new java.util.ArrayList<>(List.of("dead-letters", action));
    arguments.addAll(List.of("--kafka", kafka.bootstrapServers()));
    arguments.addAll(List.of(more));
    int found =
        Peal.commandLine()
            .setOut(new PrintWriter(said, true))
            .setErr(new PrintWriter(said, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(found).as("%s said:%n%s", arguments, said).isEqualTo(code);
    return said.toString();
  }
}
