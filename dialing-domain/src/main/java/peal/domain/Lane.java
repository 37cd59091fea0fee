package peal.domain;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A slice of a workspace, and the single writer of everything that must be decided in order for it.
 *
 * @param workspace the workspace
 * @param index 0 up to the workspace's number of lanes, at most 9,999
 */
public record Lane(WorkspaceId workspace, int index) {
  /** Refuses indices that no call could name. */
  public Lane {
    if (workspace == null || index < 0 || index > 9_999) {
      throw new IllegalArgumentException("a lane has a workspace and an index of 0-9999");
    }
  }

  /** The lane that a number always meets: {@code hash(number) mod lanes}. */
  public static Lane of(WorkspaceId workspace, PhoneNumber number, int lanes) {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes must be at least 1");
    }
    return new Lane(workspace, (int) (hash(number.e164()) % lanes));
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException when {@code key} is not {@code workspaceId/index}
   */
  public static Lane parse(String key) {
    int slash = key == null ? -1 : key.lastIndexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("a lane's key is workspaceId/index");
    }
    return new Lane(
        new WorkspaceId(key.substring(0, slash)), Integer.parseInt(key.substring(slash + 1)));
  }

  /** The key of every record of this lane's life: {@code workspaceId/index}. */
  public String key() {
    return workspace + "/" + index;
  }

  /**
   * Where this lane lies on a topic of {@code partitions} partitions: {@code (hash(workspace) +
   * index) mod partitions}, so that the lanes of a workspace lie apart. Every producer, Streams and
   * every query use this one function.
   */
  public int partition(int partitions) {
    return (int) ((hash(workspace.value()) + index) % partitions);
  }

  /** CRC-32C: in the JDK, the same on every machine and for ever. */
  private static long hash(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  @Override
  public String toString() {
    return key();
  }
}
