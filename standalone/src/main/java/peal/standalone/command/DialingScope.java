package peal.standalone.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What of all dialing a command is about: everything, unless something less is named. */
final class DialingScope {
  @ArgGroup private Less less;

  /** One of these. */
  static final class Less {
    @Option(
        names = "--workspace",
        paramLabel = "ID",
        description = "One workspace, as the operator; needs the admin token, as without options.")
    private String workspace;

    @Option(
        names = "--carrier",
        paramLabel = "ID",
        description = "One carrier, as the operator; 'default' is that of numbers that name none.")
    private String carrier;

    @Option(
        names = "--own",
        description = "The workspace of the API key, as itself; for owners and admins.")
    private boolean own;
  }

  /** Whether it is the caller's own workspace, by its key. */
  boolean isOwn() {
    return less != null && less.own;
  }

  /** The fields that name it to the operator's routes. */
  Map<String, String> target() {
    Map<String, String> target = new LinkedHashMap<>();
    String id = less == null ? null : less.workspace == null ? less.carrier : less.workspace;
    if (id == null) {
      target.put("scope", "all");
    } else {
      target.put("scope", less.workspace == null ? "carrier" : "workspace");
      target.put("id", id);
    }
    return target;
  }
}
