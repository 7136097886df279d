/// One way from a commit to an answer.
interface Contender {
    String name();

    /// The last commit of this tree is what is brought live.
    WorkTree tree();

    /// Brings the last commit live, and then clears away what the next round must not find. text is the new content.
    Timeline round(String text);
}
