package peal.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.event.CallEvent;
import peal.domain.event.LaneEvent;

/**
 * What is on the wire stays readable. The files under {@code golden/v1} were written when a type
 * got its version; they are never changed, only joined by new ones.
 */
class WireFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Samples.Sample<?>> samples() {
    return Samples.all();
  }

  @Test
  void everyTypeOfALaneHasASample() {
    Set<String> sampled =
        Samples.all().stream().map(Samples.Sample::name).collect(Collectors.toSet());

    assertThat(Leaves.of(LaneEvent.class)).extracting(Class::getSimpleName).isSubsetOf(sampled);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsWrittenIsReadBack(Samples.Sample<?> sample) {
    assertThat(sample.read(sample.write())).isEqualTo(sample.value());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void goldenFilesOfVersionOneAreReadAsTheyWereMeant(Samples.Sample<?> sample) throws IOException {
    assertThat(sample.read(golden(sample.file()))).isEqualTo(sample.value());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsWrittenNowLooksLikeTheGoldenFile(Samples.Sample<?> sample) throws IOException {
    assertThat(JSON.readTree(sample.write())).isEqualTo(JSON.readTree(golden(sample.file())));
  }

  private static byte[] golden(String type) throws IOException {
    try (InputStream in =
        WireFormatTest.class.getResourceAsStream("/golden/v1/" + type + ".json")) {
      assertThat(in).as("golden/v1/%s.json", type).isNotNull();
      return in.readAllBytes();
    }
  }

  @Test
  void fieldsThatWeDoNotKnowAreIgnored() {
    String text =
        "{\"t\":\"Connected\",\"v\":1,\"d\":{\"attempt\":\"call_b-0-1#1\",\"at\":5,\"new\":{}}}";

    assertThat(read(text)).isInstanceOf(CallEvent.Connected.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "{\"t\":\"Connected\"}",
        "{\"t\":\"Unheard\",\"v\":1,\"d\":{}}",
        "{\"t\":\"Connected\",\"v\":2,\"d\":{}}",
        "{\"t\":\"Connected\",\"v\":1,\"d\":{\"attempt\":\"nonsense\"}}",
        "{\"t\":\"Connected\",\"v\":1,\"d\":{\"attempt\":\"call_b-0-1#1\",\"at\":5}",
        "{\"t\":\"Connected\",\"v\":1,\"d\":{\"at\":5}}",
        "{\"t\":\"Connected\",\"v\":1,\"d\":null}",
        "{\"t\":\"NotDialed\",\"v\":1,\"d\":[]}"
      })
  void whatCannotBeReadSaysSoWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageNotContaining("nonsense");
  }

  private static Object read(String text) {
    Topic<String, CallEvent> topic = new Topics(1).callEvents();
    return topic
        .values()
        .deserializer()
        .deserialize(topic.name(), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theCatalogueNamesEachTopicOnce() {
    Stream<String> names = new Topics(3).all().stream().map(Topic::name);

    assertThat(names.toList()).doesNotHaveDuplicates().hasSize(14);
  }
}
