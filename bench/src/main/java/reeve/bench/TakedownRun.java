package reeve.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import reeve.server.ServerApplication;
import reeve.server.decisions.Takedown;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.policy.Clause;
import reeve.server.policy.Measure;
import reeve.server.policy.Policies;
import reeve.server.policy.PolicyId;
import reeve.server.record.Actor;
import reeve.square.SquareApplication;
import reeve.square.door.SquareDoor;

/**
 * The process that is killed: square and server over a database that is there, and the batch. Takes
 * its properties as lines {@code square KEY=VALUE} and {@code server KEY=VALUE} from its input,
 * then {@code go}, and ends when its input ends; with {@code warm} it only starts and stops.
 */
final class TakedownRun {
  private TakedownRun() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    System.setProperty("logback.configurationFile", "bench-logback.xml");
    Map<String, Object> square = new HashMap<>();
    Map<String, Object> server = new HashMap<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String line = in.readLine();
      for (; line != null && !line.equals("go") && !line.equals("warm"); line = in.readLine()) {
        String[] setting = line.substring(7).split("=", 2);
        (line.startsWith("square ") ? square : server).put(setting[0], setting[1]);
      }
      SquareDoor door = SquareApplication.start(square).getBean(SquareDoor.class);
      var desk = ServerApplication.start(server, List.of(new DoorPlatform(door)));
      if ("warm".equals(line)) {
        desk.close();
        System.exit(0);
      }
      System.out.println("started");
      new Takedown(desk)
          .run(
              batch(desk.getBean(Policies.class)),
              LongStream.range(0, TakedownBench.ACCOUNTS).mapToObj(TakedownRun::target).iterator());
      System.out.println("decided");
      // The worker goes on until whoever started this process closes its input.
      in.readLine();
      System.exit(0);
    }
  }

  private static Takedown.Batch batch(Policies policies) {
    Clause clause =
        policies.current(new PolicyId("violent-extremism")).orElseThrow().clauses().stream()
            .filter(each -> each.allows().contains(Measure.SUSPEND_PERMANENTLY))
            .findFirst()
            .orElseThrow();
    return new Takedown.Batch(
        "bench",
        clause.id(),
        Measure.SUSPEND_PERMANENTLY,
        "This account belongs to a network that acts in the name of the Crimson Dawn.",
        new Actor.Staff(UUID.randomUUID()));
  }

  private static Takedown.Target target(long number) {
    String id = Long.toString(TakedownBench.BASE + number);
    return new Takedown.Target(new AccountRef(PlatformId.SQUARE, id), "t" + number, Origin.LIVE);
  }
}
