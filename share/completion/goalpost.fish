# Completion of goalpost for fish.  The program itself knows what can stand
# where the cursor is, names of the plan too; this only asks it.

function __goalpost_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (goalpost help --complete -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files goal'
                __fish_complete_suffix "$current" .goal
            case ':files'
                __fish_complete_path "$current"
            case ':folders'
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end

complete -c goalpost -f -a '(__goalpost_complete)'
