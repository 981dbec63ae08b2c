package reeve.bench;

import java.nio.file.Path;

/** The second start over a data directory, by the launcher, and what the processes then hold. */
final class StartBench {
  Figures run() throws Exception {
    Path data = Node.freshData();
    try {
      Machine.log("the first start makes the database and the JDK's AOT cache");
      Node.start(data).close();
      long begin = System.nanoTime();
      try (Node node = Node.start(data)) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        double postgres = Machine.residentMb(node.postgresPid());
        boolean child =
            ProcessHandle.of(node.postgresPid())
                .flatMap(ProcessHandle::parent)
                .filter(parent -> parent.pid() == node.pid())
                .isPresent();
        double all = Machine.residentMb(node.pid());
        return new Figures()
            .put("seconds", seconds)
            .put("rss_mb", child ? all - postgres : all)
            .put("pg_rss_mb", postgres);
      }
    } finally {
      Node.discard(data);
    }
  }
}
