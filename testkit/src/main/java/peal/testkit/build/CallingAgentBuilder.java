package peal.testkit.build;

import java.util.LinkedHashMap;
import java.util.Map;
import peal.domain.CallingAgent;
import peal.domain.PhoneNumber;

/** Builds an agent that can call. */
public final class CallingAgentBuilder {
  private String prompt = "Greet {first_name}.";
  private String welcomeMessage = "Hello {first_name}!";
  private final Map<String, String> variables = new LinkedHashMap<>();
  private int maxCallSeconds = CallingAgent.DEFAULT_MAX_CALL_SECONDS;

  private CallingAgentBuilder() {}

  /** Begins an agent. */
  public static CallingAgentBuilder callingAgent() {
    return new CallingAgentBuilder();
  }

  /** Sets what it is told. */
  public CallingAgentBuilder prompt(String text) {
    prompt = text;
    return this;
  }

  /** Sets what it says first; null for nothing. */
  public CallingAgentBuilder welcomeMessage(String text) {
    welcomeMessage = text;
    return this;
  }

  /** Adds a value for a placeholder that rows do not fill. */
  public CallingAgentBuilder variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Sets the longest call, s. */
  public CallingAgentBuilder maxCallSeconds(int seconds) {
    maxCallSeconds = seconds;
    return this;
  }

  /** The agent. */
  public CallingAgent build() {
    return new CallingAgent(
        "agent_1",
        "Ada",
        "gpt-4o-mini",
        "elevenlabs",
        "voice_1",
        "en",
        prompt,
        welcomeMessage,
        variables,
        new PhoneNumber("+15550100000"),
        maxCallSeconds);
  }
}
