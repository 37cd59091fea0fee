package peal.dialer.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that seal credentials with AES-256-GCM, one a line of a file: its name, a blank, and 32
 * bytes in base64. The first seals; the others open what was sealed before it came. A sealed text
 * opens only for the carrier that it was sealed for. Thread-safe.
 */
public final class SealingKeys {
  /** What a sealed text begins with. */
  public static final String PREFIX = "sealed:";

  private static final Pattern SEALED =
      Pattern.compile(PREFIX + "([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/]+=*)");

  private static final Pattern LINE =
      Pattern.compile("([A-Za-z0-9_-]{1,64}) +([A-Za-z0-9+/]+=*) *");
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;

  /** NIST SP 800-38D: 96 bits at random, and the longest tag. */
  private static final int NONCE_BYTES = 12;

  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, SecretKey> keys;

  private SealingKeys(Map<String, SecretKey> keys) {
    this.keys = keys;
  }

  /**
   * The keys of {@code file}.
   *
   * @throws IllegalArgumentException when it cannot be read or is no file of keys, saying why
   */
  public static SealingKeys read(Path file) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    for (String line : lines(file)) {
      Matcher key = LINE.matcher(line);
      if (!key.matches()) {
        throw new IllegalArgumentException(
            file + " has a line that is no key: each is a name, a blank and 32 bytes in base64");
      }
      byte[] bytes = bytes(key.group(2));
      if (bytes.length != KEY_BYTES || keys.containsKey(key.group(1))) {
        throw new IllegalArgumentException(
            file + ": the key '" + key.group(1) + "' is there twice, or has not 32 bytes");
      }
      keys.put(key.group(1), new SecretKeySpec(bytes, "AES"));
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(file + " has no key");
    }
    return new SealingKeys(keys);
  }

  /**
   * Puts a new key first into {@code file}, which is made where it is not there, for its owner
   * only.
   *
   * @return the key's name
   * @throws IllegalArgumentException when the file is no file of keys
   */
  public static String add(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (Files.exists(file)) {
      lines.addAll(lines(file));
      names.addAll(read(file).keys.keySet());
    } else {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    // Those that were taken out may have left a gap anywhere.
    String name =
        IntStream.iterate(lines.size() + 1, number -> number + 1)
            .mapToObj(number -> "k" + number)
            .filter(Predicate.not(names::contains))
            .findFirst()
            .orElseThrow();
    lines.addFirst(name + " " + Base64.getEncoder().encodeToString(random(KEY_BYTES)));
    Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "keys", null);
    Files.write(next, lines);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    return name;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("the keys cannot be read: " + file.toAbsolutePath(), e);
    }
  }

  /** Seals {@code secret} for the carrier {@code carrier} with the first key. */
  public String seal(String carrier, String secret) {
    Map.Entry<String, SecretKey> first = keys.entrySet().iterator().next();
    byte[] nonce = random(NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, first.getValue(), nonce, carrier);
      byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
      return PREFIX + first.getKey() + ":" + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-256-GCM", e);
    }
  }

  /**
   * What was sealed for {@code carrier}.
   *
   * @throws IllegalArgumentException when it was sealed for another, by a key that is not here, or
   *     was changed since
   */
  public String open(String carrier, String sealed) {
    Matcher parts = SEALED.matcher(sealed);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'sealed:' is not followed by a key's name and base64");
    }
    SecretKey key = keys.get(parts.group(1));
    if (key == null) {
      throw new IllegalArgumentException(
          "it was sealed with the key '" + parts.group(1) + "', which is not in the file of keys");
    }
    byte[] all = bytes(parts.group(2));
    try {
      if (all.length > NONCE_BYTES) {
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, carrier);
        return new String(
            cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES), StandardCharsets.UTF_8);
      }
    } catch (AEADBadTagException e) {
      // Falls through: nobody can tell one from the other.
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-256-GCM", e);
    }
    throw new IllegalArgumentException(
        "it was sealed for another carrier than '" + carrier + "', or was changed since");
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String carrier)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(carrier.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
