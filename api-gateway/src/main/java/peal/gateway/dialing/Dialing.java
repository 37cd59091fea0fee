package peal.gateway.dialing;

import java.time.InstantSource;
import peal.domain.DialingStop;
import peal.gateway.Table;
import peal.gateway.json.JsonBody;
import peal.gateway.json.JsonFields;

/** What the workspaces' and the operator's routes of stopping share. */
public record Dialing(StopBook book, JsonBody body) {
  static final String STOPPED =
      "Dialing is stopped. Whoever dials and reads Kafka rings nobody any more, within a second;"
          + " whoever is cut off from it rings at most what it was given before, for 2.5 seconds."
          + " Calls that ring or talk go on.";

  /** Behind {@link #STOPPED}. */
  static final String BEFORE = " It was stopped before; who did so, and why, stands as it was.";

  static final String NOTHING = "That was not stopped, so nothing has changed.";

  static final String RESUMED = "Dialing goes on, slowly at first.";

  /** Over {@code stops}. */
  public static Dialing over(Table<DialingStop> stops, JsonBody body, InstantSource clock) {
    return new Dialing(new StopBook(stops, clock), body);
  }

  static String reason(JsonFields fields) {
    return fields.text("reason", DialingStop.LONGEST_REASON).orElse(null);
  }
}
