package peal.simulator;

import peal.domain.Outcome;

/** What is said on the line: a few turns that begin with the agent's own words. */
final class Dialogue {
  private static final int LONGEST_OPENING = 240;

  private Dialogue() {}

  /** What the agent says first: its welcome message, or else the first sentence of its prompt. */
  static String opening(String welcomeMessage, String prompt) {
    String words = welcomeMessage;
    if (words == null || words.isBlank()) {
      words = prompt == null ? "" : firstSentence(prompt.strip());
    }
    words = words.strip();
    return words.length() <= LONGEST_OPENING ? words : words.substring(0, LONGEST_OPENING) + "…";
  }

  private static String firstSentence(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean last = i + 1 == text.length();
      if (text.charAt(i) == '\n') {
        return text.substring(0, i);
      }
      if (".!?".indexOf(text.charAt(i)) >= 0
          && (last || Character.isWhitespace(text.charAt(i + 1)))) {
        return text.substring(0, i + 1);
      }
    }
    return text;
  }

  /** The transcript of a call that was picked up, or null for one that was not. */
  static String transcript(Outcome outcome, String opening) {
    return switch (outcome) {
      case ANSWERED ->
          "Person: Hello?\nAgent: "
              + opening
              + "\nPerson: Yes, that suits me. Thank you.\nAgent: Thank you, goodbye.";
      case VOICEMAIL ->
          "Machine: Please leave a message after the tone.\nAgent: " + opening + " Goodbye.";
      case BUSY, NO_ANSWER, REJECTED, INVALID_NUMBER, CARRIER_ERROR, UNKNOWN -> null;
    };
  }
}
