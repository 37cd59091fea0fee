package peal.topics;

import java.util.Locale;

/** Why a record was put aside; few words, so that they can be counted. */
public enum Unreadable {
  /** Its value is no envelope, or lacks what its type needs. */
  BROKEN,
  /** Its type is not known here. */
  UNKNOWN_TYPE,
  /** Its version is newer than the reader. */
  NEWER_VERSION,
  /** Its key is no key of this topic, or belongs to another partition. */
  WRONG_KEY,
  /** It is larger than records of this topic may be. */
  TOO_BIG,
  /** It can be read, and yet taking it in failed. */
  FAULT;

  /** The word in headers and metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
