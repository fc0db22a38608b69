/**
 * What Ruby runs: it reads requests from file descriptor 3 and answers on 4, a line of JSON each, one call at a time. Inline
 * code is the body of a lambda, so that it gives back its last value or returns early. Files are loaded once.
 */
export const rubyServer = `
require "json"

requests = IO.new(3, "r:UTF-8")
answers = IO.new(4, "w")
[requests, answers].each { |stream| stream.close_on_exec = true }
answers.sync = true
$stdout.sync = true
LONGEST = 10 * 1024 * 1024
class Garbage < StandardError; end

def compile_inline(code, names, label)
  text = code.rstrip
  head = "lambda do |#{names.join(", ")}|\\n"
  eval("#{head}#{text}\\nend", TOPLEVEL_BINDING.dup, label, 0)
end

def resolve(script, number)
  return compile_inline(script["code"], script["names"], "inline-#{number}") if script["code"]
  holder = Object.new
  holder.instance_eval(File.read(script["file"], encoding: "UTF-8"), script["file"], 1)
  name = script["functionName"] || "get_assert"
  unless holder.respond_to?(name, true)
    own = holder.singleton_methods(false)
    raise Garbage, "it has no method #{name} (it has #{own.empty? ? "none" : own.join(", ")})"
  end
  holder.method(name)
end

def check(value, depth = 0)
  raise Garbage, "it returned a value that is nested too deeply, or contains itself" if depth > 90
  case value
  when nil, true, false, Integer, String, Symbol
  when Float
    raise Garbage, "it returned #{value}, which JSON cannot hold" unless value.finite?
  when Array then value.each { |item| check(item, depth + 1) }
  when Hash then value.each_value { |item| check(item, depth + 1) }
  else raise Garbage, "it returned a #{value.class}, which JSON cannot hold"
  end
end

def to_text(value)
  check(value)
  text = JSON.generate(value)
  raise Garbage, format("it returned %.1f MB of JSON; 10 MB is the most", text.bytesize / 1048576.0) if text.bytesize > LONGEST
  text
rescue JSON::GeneratorError, EncodingError => error
  raise Garbage, "it returned what JSON cannot hold: #{error.message}"
end

def fault(error, script, number)
  return { "message" => error.message } if error.is_a?(Garbage)
  label = "inline-#{number}"
  message = error.is_a?(SystemExit) ? "it called exit" : "#{error.class}: #{error.message.lines.first.to_s.strip}"
  found = { "message" => message[0, 1000].scrub }
  own = script["code"] ? label : script["file"]
  source = error.is_a?(SyntaxError) ? error.message.lines : (error.backtrace || [])
  line = source.map { |frame| frame[/\\A(?:<[^>]*>|#{Regexp.escape(own)}):(\\d+)/, 1] || frame[/#{Regexp.escape(own)}:(\\d+)/, 1] }.compact.first
  if line
    found["line"] = line.to_i
    found["file"] = own unless script["code"]
  end
  found
end

# A script that never comes back does not hear that the pipe has ended.
unless Gem.win_platform?
  parent = Process.ppid
  Thread.new do
    sleep 1 while Process.ppid == parent
    Process.kill("-KILL", Process.getpgrp)
  end
end

scripts, functions = {}, {}
answers.puts('{"ready":true}')
requests.each_line do |line|
  request = JSON.parse(line)
  if request.key?("define")
    scripts[request["define"]] = request["script"]
  elsif request.key?("call")
    number = request["use"]
    begin
      functions[number] ||= resolve(scripts[number], number)
      value = to_text(functions[number].call(*request["args"]))
      answers.puts(%({"done":#{request["call"]},"value":#{value}}))
    rescue Exception => error
      answers.puts(JSON.generate(fault(error, scripts[number], number).merge("fail" => request["call"])))
    end
  else
    answers.puts('{"pong":true}')
  end
end
exit!(0)
`;
