require 'socket'
s = TCPServer.new('0.0.0.0', ENV.fetch('PORT', 4567).to_i)
loop { c = s.accept; c.gets; c.print "HTTP/1.1 200 OK\r\nContent-Length: 22\r\nConnection: close\r\n\r\nHello from ruby-script"; c.close }
