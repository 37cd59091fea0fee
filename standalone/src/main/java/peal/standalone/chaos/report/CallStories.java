package peal.standalone.chaos.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import peal.domain.CallId;

/** Tells what became of calls. */
public interface CallStories {
  /**
   * Every event of each call, in order of time, a line each; no phone numbers.
   *
   * @return the lines by call; calls of which nothing is known have none
   */
  Map<CallId, List<String>> of(Set<CallId> calls);
}
