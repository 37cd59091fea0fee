package peal.standalone.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import peal.dialer.seal.SealingKeys;
import peal.standalone.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Seals a credential for the carriers file. */
@Command(
    name = "seal",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads a secret from standard input and prints it sealed, for one carrier of the carriers",
      "file. Dialers open it by the same keys (PEAL_CARRIER_KEYS_FILE)."
    })
public final class SealCommand implements Callable<Integer> {
  private static final int LONGEST = 10_000;

  @Spec private CommandSpec spec;

  @Option(names = "--keys-file", paramLabel = "FILE", required = true, description = "The keys.")
  private Path keysFile;

  @Option(
      names = "--new-key",
      description = "Puts a new key first into the file, and makes the file where it is not there.")
  private boolean newKey;

  @Parameters(
      paramLabel = "CARRIER",
      arity = "0..1",
      description = "The carrier's id in the carriers file.")
  private String carrier;

  @Override
  public Integer call() throws IOException {
    Logs.quiet();
    if (!newKey && carrier == null) {
      throw new ParameterException(
          spec.commandLine(), "Say for which carrier: the id that the carriers file gives it.");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (newKey) {
      out.printf("key=%s file=%s%n", SealingKeys.add(keysFile), keysFile);
    }
    if (carrier != null) {
      out.println(SealingKeys.read(keysFile).seal(carrier, secret()));
    }
    out.flush();
    return 0;
  }

  private String secret() throws IOException {
    byte[] read = System.in.readNBytes(LONGEST + 1);
    String secret = new String(read, StandardCharsets.UTF_8).strip();
    if (secret.isEmpty() || read.length > LONGEST) {
      throw new ParameterException(
          spec.commandLine(), "The secret comes from standard input: 1-10000 bytes.");
    }
    return secret;
  }
}
