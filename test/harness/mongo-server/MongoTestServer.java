import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/** A MongoDB server in memory, for tests: prints its URL, serves until its input ends. */
public final class MongoTestServer {
  /** The library's own versions stop at a wire version that the Node driver no longer speaks. */
  private static final class Version implements MongoVersion {
    @Override
    public List<Integer> getVersionArray() {
      return List.of(5, 0, 0);
    }

    @Override
    public int getWireVersion() {
      return 13;
    }
  }

  public static void main(String[] arguments) throws Exception {
    MemoryBackend backend = new MemoryBackend();
    backend.version(new Version());
    MongoServer server = new MongoServer(backend);
    server.bind("127.0.0.1", 0);
    System.out.println(server.getConnectionString());
    // Who started it is gone when this ends: the server must not outlive a test run.
    while (System.in.read() != -1) {}
    server.shutdownNow();
    System.exit(0);
  }
}
