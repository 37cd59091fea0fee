package peal.testkit.evidence;

import java.time.Instant;
import peal.domain.PhoneNumber;

/**
 * A number of which the API has said that nobody calls it any more.
 *
 * @param workspaceId whose list it is on
 * @param number the number
 * @param acknowledgedAt when the answer came
 */
public record OptOut(String workspaceId, PhoneNumber number, Instant acknowledgedAt) {}
