# frozen_string_literal: true

require 'webrick'

# Answers every request.
class Board
  def initialize(port)
    @server = WEBrick::HTTPServer.new(Port: port)
    @server.mount_proc('/') { |_, response| response.body = 'Hello from ruby-rake' }
  end

  def run
    trap('TERM') { @server.shutdown }
    @server.start
  end
end
