package peal.simulator;

import java.nio.ByteBuffer;

/**
 * The attempts that rang first in one segment of the ledger: a hash table with open addressing, 16
 * bytes a slot, in a buffer that may be a file's memory. An id is known by its 64-bit hash alone;
 * among three million attempts two share one with a chance of one to four millions. Not
 * thread-safe.
 */
final class AttemptTable {
  private static final int SLOT = 16;

  private final ByteBuffer buffer;
  private final int offset;
  private final int mask;

  /**
   * The table that is {@code buffer} from {@code offset} on, of a size that was asked for below.
   */
  AttemptTable(ByteBuffer buffer, int offset) {
    this.buffer = buffer;
    this.offset = offset;
    this.mask = (buffer.capacity() - offset) / SLOT - 1;
  }

  /** How many bytes a table for {@code most} attempts takes; with them it is half full at most. */
  static int bytesFor(int most) {
    return slots(most) * SLOT;
  }

  private static int slots(int most) {
    return Integer.highestOneBit(Math.max(8, most) * 2 - 1) * 2;
  }

  /** The hash by which {@code id} is known: FNV-1a, then mixed; never 0. */
  static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }

  /** The slot of {@code hash}, or -1. */
  int find(long hash) {
    int slot = place(hash);
    return hashAt(slot) == hash ? slot : -1;
  }

  /** Adds {@code hash}, which must not be there. */
  void add(long hash, AttemptState state) {
    int slot = place(hash);
    set(slot, state);
    // Last, so that a process that is killed in between leaves an empty slot and no broken one.
    buffer.putLong(offset + slot * SLOT, hash);
  }

  AttemptState at(int slot) {
    return AttemptState.unpacked(buffer.getLong(offset + slot * SLOT + 8));
  }

  void set(int slot, AttemptState state) {
    buffer.putLong(offset + slot * SLOT + 8, state.packed());
  }

  /** How many slots there are; {@link #used} says which hold something. */
  int slots() {
    return mask + 1;
  }

  boolean used(int slot) {
    return hashAt(slot) != 0;
  }

  private int place(long hash) {
    int slot = (int) hash & mask;
    while (hashAt(slot) != 0 && hashAt(slot) != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private long hashAt(int slot) {
    return buffer.getLong(offset + slot * SLOT);
  }
}
