import java.util.List;

/// The median of some figures, and the least and greatest of them.
record Spread(double median, double least, double greatest) {

    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /// "median (least..greatest)" with so many digits after the point.
    String text(int digits) {
        String one = "%." + digits + "f";
        return (one + " (" + one + ".." + one + ")").formatted(median, least, greatest);
    }

    @Override
    public String toString() {
        return text(0);
    }
}
