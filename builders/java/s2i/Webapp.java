import java.io.File;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;

/// Webapp DIRECTORY PORT: serves an unpacked WAR at the root of the host. Compiled against one Tomcat it runs in each that
/// has these classes. Ends with status 1 where the application does not start.
class Webapp {
    public static void main(String[] arguments) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir") + "/tomcat");
        // java:comp, where resources of META-INF/context.xml are.
        tomcat.enableNaming();
        tomcat.getHost().setAppBase(tomcat.getServer().getCatalinaBase() + "/webapps");
        tomcat.setPort(Integer.parseInt(arguments[1]));
        tomcat.getConnector().setURIEncoding("UTF-8");
        RemoteIpValve router = new RemoteIpValve();
        router.setProtocolHeader("x-forwarded-proto");
        tomcat.getEngine().getPipeline().addValve(router);
        Context application = tomcat.addWebapp("", new File(arguments[0]).getAbsolutePath());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat)));
        tomcat.start();
        if (application.getState() != LifecycleState.STARTED) {
            System.exit(1);
        }
        tomcat.getServer().await();
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
        } catch (LifecycleException failure) {
            failure.printStackTrace();
        }
    }
}
