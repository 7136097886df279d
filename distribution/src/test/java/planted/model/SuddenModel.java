package planted.model;

class SuddenModel {
    String environment() {
        return System.getenv("HOME");
    }
}
