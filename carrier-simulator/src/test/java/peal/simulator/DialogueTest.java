package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import peal.domain.Outcome;

class DialogueTest {
  @Test
  void theAgentBeginsWithItsWelcomeMessage() {
    assertThat(Dialogue.opening(request("You sell bells.", "Hello Ana!"))).isEqualTo("Hello Ana!");
  }

  @Test
  void orElseWithTheFirstSentenceOfItsPrompt() {
    assertThat(Dialogue.opening(request("Sell 2.5 bells to Ana. Be brief.", " ")))
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

  private static CallRequest request(String prompt, String welcomeMessage) {
    return new CallRequest("+15550100", null, prompt, welcomeMessage, null, null, null, null);
  }
}
