package peal.standalone.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Secrets;

/** Where a server is and what opens it; a secret is asked for only when it is needed. */
public final class Access {
  /** Where {@code ./peal up} serves if it is not told otherwise. */
  public static final URI DEFAULT_URL = URI.create("http://127.0.0.1:8080");

  private final URI url;
  private final Optional<String> apiKey;
  private final Optional<String> workspace;
  private final Optional<String> adminToken;
  private final Optional<String> agent;

  private Access(
      URI url,
      Optional<String> apiKey,
      Optional<String> workspace,
      Optional<String> adminToken,
      Optional<String> agent) {
    this.url = url;
    this.apiKey = apiKey;
    this.workspace = workspace;
    this.adminToken = adminToken;
    this.agent = agent;
  }

  /** Access as the engine in this process knows it. */
  public static Access of(URI url, Secrets secrets) {
    return new Access(
        url,
        Optional.of(secrets.apiKey()),
        Optional.of(secrets.workspace()),
        Optional.of(secrets.adminToken()),
        secrets.agent());
  }

  /**
   * Finds the server: the option, then {@code PEAL_URL}, then what {@code up} wrote into {@code
   * data}, then the default; keys alike. Keys from the file go to the server of that file alone,
   * never to another one that an option names.
   *
   * @throws UncheckedIOException when the file is there but cannot be read
   */
  public static Access find(Optional<String> option, Path data, Map<String, String> environment) {
    Optional<Secrets> written;
    try {
      written = Secrets.read(DataFolder.secretsFile(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    URI url =
        option
            .or(() -> given(environment, "PEAL_URL"))
            .map(URI::create)
            .or(() -> written.flatMap(Secrets::url))
            .orElse(DEFAULT_URL);
    Optional<Secrets> own =
        written.filter(secrets -> url.equals(secrets.url().orElse(DEFAULT_URL)));
    Optional<String> workspace =
        given(environment, "PEAL_WORKSPACE").or(() -> own.map(Secrets::workspace));
    return new Access(
        url,
        given(environment, "PEAL_API_KEY").or(() -> own.map(Secrets::apiKey)),
        workspace,
        given(environment, "PEAL_ADMIN_TOKEN").or(() -> own.map(Secrets::adminToken)),
        own.filter(secrets -> workspace.equals(Optional.of(secrets.workspace())))
            .flatMap(Secrets::agent));
  }

  /** The server. */
  public URI url() {
    return url;
  }

  /** The tenant's key. */
  public String apiKey() {
    return apiKey.orElseThrow(() -> missing("PEAL_API_KEY"));
  }

  /** The tenant. */
  public String workspace() {
    return workspace.orElseThrow(() -> missing("PEAL_WORKSPACE"));
  }

  /** The agent that {@code up} made in that workspace, where it is known. */
  public Optional<String> agent() {
    return agent;
  }

  /** The operator's token. */
  public String adminToken() {
    return adminToken.orElseThrow(() -> missing("PEAL_ADMIN_TOKEN"));
  }

  private Refused missing(String variable) {
    return new Refused(
        0,
        variable
            + " is not set for "
            + url
            + ". Set it, or name the data folder of a running ./peal up with --data.");
  }

  private static Optional<String> given(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
