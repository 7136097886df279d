package planted.platform.release;

import java.net.http.HttpClient;

record RemoteStore(HttpClient client) {}
