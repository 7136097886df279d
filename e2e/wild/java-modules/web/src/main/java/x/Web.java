package x;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
public class Web { public static void main(String[] a) throws Exception {
  HttpServer s = HttpServer.create(new InetSocketAddress(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"))), 0);
  s.createContext("/", e -> { byte[] b = Words.hello().getBytes(); e.sendResponseHeaders(200, b.length); e.getResponseBody().write(b); e.close(); });
  s.start(); } }
