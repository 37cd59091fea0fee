package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The operator's side of a workspace's keys. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "create|list|revoke",
    description = "Creates, lists and revokes API keys; needs the admin token.")
public final class KeyCommand implements Runnable {
  private static final String LINE = "%-36s %s%n";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: create, list or revoke.");
  }

  /** What a key's holder may do. */
  enum Role {
    OWNER,
    ADMIN,
    MEMBER
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a key and prints it; it is shown only now.")
  int create(
      @Mixin ServerOptions server,
      @Option(
              names = "--role",
              defaultValue = "MEMBER",
              description = "${COMPLETION-CANDIDATES} (default: member).")
          Role role,
      @Parameters(paramLabel = "WORKSPACE", description = "The workspace's id.") String workspace) {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      JsonNode key = client.createKey(workspace, role.name().toLowerCase(Locale.ROOT));
      out()
          .printf(
              "key=%s role=%s api-key=%s%n",
              key.path("id").asText(), key.path("role").asText(), key.path("apiKey").asText());
      out().flush();
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists a workspace's keys.")
  int list(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "WORKSPACE", description = "The workspace's id.") String workspace) {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      JsonNode keys = client.keys(workspace).path("data");
      out().printf(LINE, "ID", "ROLE");
      keys.forEach(key -> out().printf(LINE, key.path("id").asText(), key.path("role").asText()));
      out().flush();
      return 0;
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revokes a key; it opens nothing from now on.")
  int revoke(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "WORKSPACE", description = "The workspace's id.") String workspace,
      @Parameters(paramLabel = "KEY", description = "The key's id, as list shows it.") String key) {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      client.revokeKey(workspace, key);
      out().printf("revoked=%s%n", key);
      out().flush();
      return 0;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
