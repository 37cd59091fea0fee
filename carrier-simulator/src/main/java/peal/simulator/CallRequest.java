package peal.simulator;

import java.net.URI;

/**
 * What {@code POST /calls} carries.
 *
 * @param to whom to ring, E.164
 * @param from the number shown
 * @param prompt what the agent is told, filled in
 * @param welcomeMessage what it says first, filled in, or null
 * @param agent who speaks, or null
 * @param maxCallSeconds longest talk, s, or null for no bound
 * @param reference given back in every callback, or null
 * @param callbackUrl where callbacks go, or null for none
 */
record CallRequest(
    String to,
    String from,
    String prompt,
    String welcomeMessage,
    Agent agent,
    Integer maxCallSeconds,
    String reference,
    URI callbackUrl) {
  /** Who speaks. */
  record Agent(String id, String name, String model, Voice voice) {}

  /** With which voice. */
  record Voice(String provider, String voiceId) {}
}
