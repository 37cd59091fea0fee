package peal.domain;

import java.util.Map;

/**
 * How the rows of a batch that is kept open were read at its start, so that those which are added
 * are read the same way.
 *
 * @param region region whose national numbers are let in, such as US; null for none
 * @param onDuplicates the start's word for what becomes of a number's second row: skip, keep,
 *     reject
 * @param skipInvalid whether invalid rows are left out, rather than refusing all
 * @param emptyWhereMissing whether a placeholder that nothing fills is empty
 * @param byRecipient whether it counts where each row rings
 * @param bulk whether rows go behind those of small files; their order in a lane rests on it
 * @param spoken the columns that are said, each with how often; the text that is said was filled
 *     when the batch was started
 * @param textBytes what is said beside them, bytes
 */
public record RowReading(
    String region,
    String onDuplicates,
    boolean skipInvalid,
    boolean emptyWhereMissing,
    boolean byRecipient,
    boolean bulk,
    Map<String, Integer> spoken,
    long textBytes) {
  /** Copies the columns. */
  public RowReading {
    spoken = Map.copyOf(spoken);
  }
}
