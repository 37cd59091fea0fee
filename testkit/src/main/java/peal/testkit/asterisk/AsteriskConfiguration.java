package peal.testkit.asterisk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What operators install, with what one machine without privileges needs besides: folders of its
 * own, free ports, and sipp as the trunk.
 *
 * @param folder where everything lies
 * @param ari port of ARI
 * @param manager port of the manager interface
 * @param sip port of Asterisk's SIP
 * @param trunk port of the trunk's
 */
record AsteriskConfiguration(Path folder, int ari, int manager, int sip, int trunk) {
  /**
   * Writes it.
   *
   * @param talk how long the bot holds a call, whole seconds
   */
  void write(Duration talk) throws IOException {
    Path etc = Files.createDirectories(folder.resolve("etc"));
    for (String name : List.of("once", "run", "log", "spool", "lib", "db")) {
      Files.createDirectories(folder.resolve(name));
    }
    copy(
        etc,
        "extensions.conf",
        Map.of(
            "/var/spool/asterisk/peal",
            folder.resolve("once").toString(),
            "Wait(3600)",
            // Whoever ends in 0009 talks until it is hung up.
            "Wait(${IF($[\"${CALLERID(num):-4}\" = \"0009\"]?600:%d)})".formatted(talk.toSeconds()),
            // So that the trunk's log is a ledger of attempts.
            "gS(",
            "b(peal-ledger^s^1)gS("));
    Files.writeString(
        etc.resolve("extensions.conf"),
        """

        [peal-ledger]
        exten => s,1,Set(PJSIP_HEADER(add,X-Peal-Attempt)=${PEAL_ATTEMPT})
         same => n,Return()
        """,
        StandardOpenOption.APPEND);
    copy(etc, "ari.conf", Map.of());
    copy(etc, "manager.conf", Map.of("5038", Integer.toString(manager)));
    copy(etc, "http.conf", Map.of("8088", Integer.toString(ari)));
    Files.writeString(
        etc.resolve("asterisk.conf"),
        """
        [directories]
        astetcdir => %1$s/etc
        astmoddir => /usr/lib/asterisk/modules
        astvarlibdir => %1$s/lib
        astdbdir => %1$s/db
        astkeydir => %1$s/lib
        astdatadir => /usr/share/asterisk
        astagidir => %1$s/lib
        astspooldir => %1$s/spool
        astrundir => %1$s/run
        astlogdir => %1$s/log
        """
            .formatted(folder));
    Files.writeString(
        etc.resolve("modules.conf"),
        """
        [modules]
        autoload=yes
        noload => chan_sip.so
        noload => chan_iax2.so
        noload => chan_skinny.so
        noload => chan_mgcp.so
        noload => chan_unistim.so
        noload => pbx_dundi.so
        """);
    Files.writeString(
        etc.resolve("pjsip.conf"),
        """
        [udp]
        type=transport
        protocol=udp
        bind=127.0.0.1:%d
        [trunk]
        type=endpoint
        context=nobody
        disallow=all
        allow=ulaw
        aors=trunk
        [trunk]
        type=aor
        contact=sip:127.0.0.1:%d
        """
            .formatted(sip, trunk));
  }

  /** A file of {@code deploy/asterisk}, with changes that this place needs. */
  private static void copy(Path to, String name, Map<String, String> changes) throws IOException {
    String text;
    try (InputStream shipped = AsteriskConfiguration.class.getResourceAsStream("etc/" + name)) {
      text = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (!text.contains(change.getKey())) {
        throw new IllegalStateException(name + " has no " + change.getKey());
      }
      text = text.replace(change.getKey(), change.getValue());
    }
    Files.writeString(to.resolve(name), text);
  }
}
