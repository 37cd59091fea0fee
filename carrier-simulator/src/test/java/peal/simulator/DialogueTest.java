package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import peal.domain.Outcome;

class DialogueTest {
  @Test
  void theAgentBeginsWithItsWelcomeMessage() {
    assertThat(Dialogue.opening("Hello Ana!", "You sell bells.")).isEqualTo("Hello Ana!");
  }

  @Test
  void orElseWithTheFirstSentenceOfItsPrompt() {
    assertThat(Dialogue.opening(" ", "Sell 2.5 bells to Ana. Be brief."))
        .isEqualTo("Sell 2.5 bells to Ana.");
  }

  @Test
  void bothSidesSpeakWhereSomebodyPicksUp() {
    assertThat(Dialogue.transcript(Outcome.ANSWERED, "Hello Ana!"))
        .contains("Agent: Hello Ana!")
        .contains("Person:");
    assertThat(Dialogue.transcript(Outcome.VOICEMAIL, "Hello Ana!")).contains("Machine:");
    assertThat(Dialogue.transcript(Outcome.BUSY, "Hello Ana!")).isNull();
  }
}
