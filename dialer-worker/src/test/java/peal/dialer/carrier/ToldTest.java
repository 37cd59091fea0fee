package peal.dialer.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToldTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aTimeThatCanBeIsTakenAsItIs() {
    Instant told = NOW.minus(Duration.ofDays(2));

    assertThat(Told.time(told, NOW)).isEqualTo(told);
    assertThat(Told.time(NOW, NOW)).isEqualTo(NOW);
  }

  /** A millisecond too many, local time, seconds, microseconds, and the ends of a long. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        1_772_366_400_001L,
        1_772_370_000_000L,
        1_772_366_400L,
        1_772_366_400_000_000L,
        Long.MIN_VALUE,
        Long.MAX_VALUE
      })
  void aTimeThatCannotBeIsNow(long millis) {
    assertThat(Told.time(Instant.ofEpochMilli(millis), NOW)).isEqualTo(NOW);
  }

  @Test
  void aTranscriptThatFitsStaysWhole() {
    String longest = "x".repeat(Told.LONGEST_TRANSCRIPT);

    assertThat(Told.transcript(longest)).isEqualTo(longest);
    assertThat(Told.transcript(null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "語", "🔔", "x🔔", "\ud83d"})
  void aLongTranscriptIsCutBetweenCharactersAndSaysSo(String character) {
    String told = character.repeat(Told.LONGEST_TRANSCRIPT + 1);

    String kept = Told.transcript(told);

    assertThat(kept).endsWith(" [cut off here: too long]").startsWith(character);
    String words = kept.substring(0, kept.indexOf(" [cut"));
    assertThat(told).startsWith(words);
    assertThat(kept.getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(Told.LONGEST_TRANSCRIPT);
    assertThat(Character.isHighSurrogate(words.charAt(words.length() - 1)))
        .isEqualTo(character.equals("\ud83d"));
  }

  @Test
  void otherTextsAreCutMuchEarlier() {
    assertThat(Told.words("x".repeat(5_000))).hasSize(Told.LONGEST_WORDS);
  }
}
