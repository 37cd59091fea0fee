package peal.domain;

import java.time.Instant;
import java.util.Locale;

/**
 * What was said last of dialing within a scope, as the {@code dialing-stops} topic carries it: that
 * it stops, or that it goes on.
 *
 * @param scope what it is about
 * @param id the carrier's or the workspace's; null for {@link Scope#ALL}
 * @param stopped whether nobody is dialed from then on
 * @param by {@value #OPERATOR}, or the id of the API key that asked for it
 * @param at when, by the clock of the gateway that took it; from a resume's on the pace grows
 * @param reason for people, at most {@value #LONGEST_REASON} characters, without personal data; or
 *     null
 * @param revision number of its last change
 */
public record DialingStop(
    Scope scope, String id, boolean stopped, String by, Instant at, String reason, Long revision)
    implements Revised<DialingStop> {
  /** Who holds the operator's token. */
  public static final String OPERATOR = "operator";

  /** The id of the carrier of numbers that name none. */
  public static final String DEFAULT_CARRIER = "default";

  /** Longest reason, characters. */
  public static final int LONGEST_REASON = 200;

  /** What a stop is about. */
  public enum Scope {
    /** Everybody, by the operator. */
    ALL,
    /** What one carrier places, by the operator. */
    CARRIER,
    /** One workspace, by the operator. */
    WORKSPACE,
    /** One workspace, by itself: neither it nor the operator lifts what the other has said. */
    OWN;

    /**
     * The key on the topic.
     *
     * @param id of the carrier or the workspace; not looked at for {@link #ALL}
     */
    public String key(String id) {
      String word = name().toLowerCase(Locale.ROOT);
      return this == ALL ? word : word + "/" + id;
    }
  }

  /** Refuses absent fields, an id where there is none to name, and longer reasons. */
  public DialingStop {
    if (scope == null || by == null || at == null || (scope == Scope.ALL) != (id == null)) {
      throw new IllegalArgumentException("a stop has a scope, its id, who said it and when");
    }
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException("reason has at most " + LONGEST_REASON + " characters");
    }
  }

  /** The key on the topic. */
  public String key() {
    return scope.key(id);
  }

  @Override
  public DialingStop withRevision(long number) {
    return new DialingStop(scope, id, stopped, by, at, reason, number);
  }

  /** What was said last of a scope stays: a resume tells since when the pace grows. */
  @Override
  public Boolean gone() {
    return null;
  }
}
