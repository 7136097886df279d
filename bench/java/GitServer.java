/// A server that git pushes to by HTTP.
interface GitServer {
    String name();

    /// The URL of a new, empty repository of this name, ready to be pushed to.
    String fresh(String repository);
}
