package peal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written and read by a form is what reflection would write and read. */
class FormsProperties {
  /** A value of a type that has a form, with the serde of that type alone. */
  record Sample<T>(EnvelopeSerde<T> serde, T value) {
    byte[] write() {
      return serde.serializer().serialize("topic", value);
    }

    Object read(byte[] bytes) {
      return serde.deserializer().deserialize("topic", bytes);
    }
  }

  private static Map<Class<?>, Form<?>> forms() {
    Map<Class<?>, Form<?>> forms = new LinkedHashMap<>(RecordForms.all());
    forms.putAll(StoredForms.all());
    return forms;
  }

  @Provide
  Arbitrary<Sample<?>> samples() {
    List<Arbitrary<Sample<?>>> all = new ArrayList<>();
    forms().keySet().forEach(type -> all.add(samples(type)));
    return Arbitraries.oneOf(all);
  }

  private static <T> Arbitrary<Sample<?>> samples(Class<T> type) {
    EnvelopeSerde<T> serde = EnvelopeSerde.of(type, 1);
    return AnyRecords.of(type).map(value -> new Sample<>(serde, value));
  }

  @Property
  <T> void theSameBytesAreWritten(@ForAll("samples") Sample<T> sample) {
    assertThat(new String(sample.write(), StandardCharsets.UTF_8))
        .isEqualTo(new String(sample.serde().writeAny(sample.value()), StandardCharsets.UTF_8));
  }

  @Property
  <T> void theSameValueIsRead(@ForAll("samples") Sample<T> sample) {
    byte[] bytes = sample.serde().writeAny(sample.value());

    assertThat(outcome(() -> sample.read(bytes)))
        .isEqualTo(outcome(() -> sample.serde().readAny(bytes)));
  }

  @Property(tries = 5_000)
  <T> void whatIsDamagedIsReadOrRefusedTheSame(
      @ForAll("samples") Sample<T> sample, @ForAll("damages") Damage damage) {
    byte[] bytes = damage.of(sample.serde().writeAny(sample.value()));

    assertThat(outcome(() -> sample.read(bytes)))
        .isEqualTo(outcome(() -> sample.serde().readAny(bytes)));
  }

  /** Some bytes from {@code at} on are replaced by {@code by}. */
  record Damage(double at, int bytes, String by) {
    byte[] of(byte[] whole) {
      int from = (int) (at * whole.length);
      int to = Math.min(whole.length, from + bytes);
      String text = new String(whole, StandardCharsets.ISO_8859_1);
      return (text.substring(0, from) + by + text.substring(to))
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Provide
  Arbitrary<Damage> damages() {
    Arbitrary<String> by =
        Arbitraries.of(
            "",
            "",
            " ",
            "\"",
            "\\",
            "\\u0041",
            "\\q",
            "\n",
            "\0",
            "\u00e9",
            "\u00ed\u00a0\u0080",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            ",,",
            "0",
            "00",
            "-",
            ".",
            "5.",
            "e1",
            "1.5",
            "null",
            "true",
            "fals",
            "{}",
            "[]",
            ",\"new\":{\"a\":[1]}",
            "\"at\":5,",
            "\"at\":null,",
            "99999999999999999999",
            "\u00c3\u00a9",
            "\u00c0\u0080",
            "1",
            "2",
            "x");
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), Arbitraries.of(0, 0, 1, 1, 2, 9, 10_000), by)
        .as(Damage::new);
  }

  private static Object outcome(Supplier<Object> read) {
    try {
      return read.get();
    } catch (UnreadableRecord e) {
      return e.why() + ": " + e.getMessage();
    }
  }

  /** Without this all of the above would hold of a form that never does anything. */
  @Example
  void samplesOfTypesWithAFormAreReadAndWrittenByIt() {
    List<String> formed = new ArrayList<>();
    for (Samples.Sample<?> sample : Samples.all()) {
      if (forms().containsKey(sample.value().getClass())) {
        byForm(sample);
        formed.add(sample.name());
      }
    }
    assertThat(formed)
        .contains(
            "CallQueued",
            "DialRequest",
            "Dialing",
            "Progress",
            "Connected",
            "Ended",
            "CallSettled");
  }

  private static <V> void byForm(Samples.Sample<V> sample) {
    EnvelopeSerde<V> serde = (EnvelopeSerde<V>) sample.topic().values();

    assertThat(serde.usual.write(sample.value())).hasValue(sample.write());
    assertThat(serde.usual.read(sample.write(), 0)).hasValue(sample.value());
  }
}
