package peal.service.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Which addresses only this machine can reach. */
public final class Loopback {
  private Loopback() {}

  /**
   * Whether {@code host}, a name or an address, is this machine's own. None is not, though the
   * system takes it for that: a URI has none where its name is written in a way that no host's is.
   */
  public static boolean has(String host) {
    if (host == null || host.isEmpty()) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // A name that is not known yet is surely not this machine's own.
      return false;
    }
  }
}
