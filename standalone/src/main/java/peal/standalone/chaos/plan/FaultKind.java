package peal.standalone.chaos.plan;

/** What can be done to a cluster. Faults of one track follow each other; tracks overlap. */
public enum FaultKind {
  /** {@code kill -9} of a service; started again after a while. */
  KILL(Track.SERVICES, "kill -9"),
  /** SIGSTOP, and SIGCONT after every session has run out: a zombie. */
  FREEZE(Track.SERVICES, "SIGSTOP/SIGCONT"),
  /** SIGTERM, and started again once it has ended by itself. */
  RESTART(Track.SERVICES, "graceful restart"),
  /** {@code kill -9} of all dialers at once; started again after a while. */
  KILL_DIALERS(Track.SERVICES, "all dialers killed at once"),
  /** All dialers stopped, what dispatch had read up to forgotten, all started again. */
  FORGET_OFFSETS(Track.SERVICES, "offsets forgotten"),
  /** A service allocates until it has no memory left, and ends; started again after a while. */
  OUT_OF_MEMORY(Track.HOSTS, "out of memory"),
  /** The clock of one process is put ahead or back, and set right again. */
  CLOCK_STEP(Track.HOSTS, "clock stepped"),
  /** Between two processes bytes vanish. */
  WIRE_SILENT(Track.HOSTS, "network cut"),
  /** Between two processes everything is late. */
  WIRE_SLOW(Track.HOSTS, "network slow"),
  /** Between two processes connections are reset. */
  WIRE_RESET(Track.HOSTS, "network resets"),
  /** A service can write to no file; the service is started again if it ends of that. */
  FULL_DISK(Track.HOSTS, "disk full"),
  /** {@code kill -9} of a broker; started again on its data. */
  KILL_BROKER(Track.BROKERS, "broker killed"),
  /** A broker killed and its disk emptied; started again with nothing. */
  WIPE_BROKER(Track.BROKERS, "broker's disk wiped"),
  /** The carrier answers late. */
  SLOW_CARRIER(Track.CARRIER, "carrier slow"),
  /** The carrier answers 500. */
  CARRIER_ERRORS(Track.CARRIER, "carrier 5xx"),
  /** The carrier answers 429. */
  TOO_MANY(Track.CARRIER, "carrier 429"),
  /** The carrier answers 503 to everything. */
  CARRIER_DOWN(Track.CARRIER, "carrier down"),
  /** The carrier answers 403 to whoever calls from one workspace's number. */
  DENIED_NUMBER(Track.CARRIER, "carrier 403 for one number"),
  /** It rings, but the carrier's answer is lost. */
  LOST_ANSWERS(Track.CARRIER, "answers lost"),
  /** Callbacks that never come. */
  LOST_CALLBACKS(Track.CARRIER, "callbacks lost"),
  /** Callbacks that come twice. */
  REPEATED_CALLBACKS(Track.CARRIER, "callbacks repeated"),
  /** Callbacks that are held back, and so come late and out of order. */
  LATE_CALLBACKS(Track.CARRIER, "callbacks late and out of order");

  /** What a fault happens to. */
  public enum Track {
    /** Peal's own processes. */
    SERVICES,
    /** What a host lacks, and what is between hosts. */
    HOSTS,
    /** The Kafka cluster. */
    BROKERS,
    /** The phone network. */
    CARRIER
  }

  private final Track track;
  private final String words;

  FaultKind(Track track, String words) {
    this.track = track;
    this.words = words;
  }

  /** What it happens to. */
  public Track track() {
    return track;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
