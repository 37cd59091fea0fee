package peal.standalone.demo;

import java.util.List;

/**
 * How the demo went.
 *
 * @param table what to show
 * @param broken the promises that broke, each with the reason; empty when all were kept
 */
public record DemoResult(String table, List<String> broken) {
  /** Copies the list. */
  public DemoResult {
    broken = List.copyOf(broken);
  }
}
